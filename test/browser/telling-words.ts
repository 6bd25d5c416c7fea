/** Words that would tell whoever holds the telephone what this site is for, in both languages. */
export const tellingWords =
  /sexto|porn|\bnud(e|ité)|intim|chantage|faire chanter|blackmail|menac|threat|victim|signal(er|ement)|report|abus|illicit|illegal|illégal|haine|\bhate|terror|plainte|complaint|police|harc[eè]l|harass|suicid|revenge|vengeance|\bviol(er|ée?|ence)?\b|violence|\brape|crime|fraud|arnaque|scam|danger|mineur|minor/i;
