// The tables of every slice, in one place: each of these adds its own to `Tables` (db/tables.ts).
import './audit/tables.ts';
import './coverage/tables.ts';
import './events/tables.ts';
import './jobs/tables.ts';
import './people/tables.ts';
import './places/tables.ts';
import './plans/tables.ts';
