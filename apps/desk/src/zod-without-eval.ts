import { z } from "zod";

// The content security policy forbids code from strings; without this, zod would try and be reported. It must be
// told before the first schema is made: hence a module of its own, imported first.
z.config({ jitless: true });
