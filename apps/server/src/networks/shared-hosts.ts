/**
 * Domains under which strangers put things side by side, and which no row of the catalogue claims: file hosts,
 * shorteners, pages of links, paste sites, mail. Two cases that share one share nothing else.
 */
export const sharedDomains: ReadonlySet<string> = new Set(
  (
    "1drv.ms 4shared.com allmylinks.com archive.ph archive.today beacons.ai bit.ly box.com buff.ly bunkr.si buzzly.art canva.com carrd.co " +
    "catbox.moe chng.it cutt.ly dropbox.com fansly.com files.fm flickr.com free.fr gofile.io goo.gl googleusercontent.com hastebin.com ibb.co icloud.com " +
    "imgbb.com imgur.com is.gd issuu.com justpaste.it krakenfiles.com lemon8-app.com linktr.ee live.com mail.ru mediafire.com mega.io mega.nz medium.com " +
    "msn.com notion.site notion.so office.com orange.fr outlook.com ovh.net ow.ly paste.ee pastebin.com photobucket.com pixeldrain.com protonmail.com " +
    "rb.gy rebrand.ly rentry.co scribd.com sharepoint.com shorturl.at slack.com snipfeed.co soundcloud.com spotify.com stackoverflow.com " +
    "streamable.com substack.com swisstransfer.com t.ly telegra.ph tenor.com tinyurl.com uptobox.com urlz.fr vk.com vk.ru wa.me wattpad.com wetransfer.com " +
    "wikipedia.org wordpress.com yahoo.com zoom.us"
  ).split(" "),
);
