import type { Extension } from '@electric-sql/pglite';

/** What is used of the compiled database (Emscripten's module of PGlite). */
interface CompiledPostgres {
  HEAPU32: Uint32Array;
  UTF8ToString(address: number): string;
  stringToUTF8OnStack(text: string): number;
  __ZTISt9exception: number;
}

/** What is used of its exports by their own names. */
interface PostgresExports {
  __cxa_can_catch(caught: number, thrown: number, adjusted: number): number;
  errstart(level: number, domain: number): number;
  errmsg_internal(format: number, values: number): number;
  errfinish(file: number, line: number, functionName: number): void;
}

type WasmFunction = (...values: number[]) => number;
interface WasmImports {
  env: Record<string, unknown> & { __indirect_function_table: { get(index: number): WasmFunction } };
}
type Instantiated = (instance: { exports: PostgresExports }, module: unknown) => void;
type InstantiateWasm = (imports: WasmImports, done: Instantiated) => unknown;

/** PostgreSQL's level ERROR; without a code of its own it is XX000, an internal error. */
const ERROR = 21;
/** Where a C++ object's table of virtual functions has `what()`, after its two destructors, in words. */
const WHAT = 2;

/**
 * Turns the C++ exceptions of PostGIS (GEOS, PROJ) into errors of PostgreSQL.
 *
 * `pglite-postgis` 0.2.8 is compiled without any `catch`: what GEOS throws unwinds through PostgreSQL itself to the next place
 * that saves a stack, where execution goes on as if the call had returned. Depending on the place the client is told of no
 * row, of fewer rows, of success, or of nothing at all, and the transaction goes on or is committed. Since nobody can catch
 * it, throwing is where it has to be answered: with `ereport(ERROR)`, which aborts the statement as every other error does.
 */
export const exceptionsAsErrors: Extension = {
  name: 'exceptions as errors',
  setup: (session, options: { instantiateWasm: InstantiateWasm }) => {
    const { instantiateWasm } = options;
    const wrapped: InstantiateWasm = (imports, done) => {
      const functions = imports.env.__indirect_function_table;
      return instantiateWasm(imports, (instance, module) => {
        const memory = () => (session as unknown as { Module: CompiledPostgres }).Module;
        // The extensions, loaded later, take their imports from the same object.
        imports.env['__cxa_throw'] = raiser({ exports: instance.exports, functions, memory });
        done(instance, module);
      });
    };
    return Promise.resolve({ emscriptenOpts: { ...options, instantiateWasm: wrapped } });
  },
};

interface Postgres {
  exports: PostgresExports;
  functions: { get(index: number): WasmFunction };
  memory: () => CompiledPostgres;
}

/** A `__cxa_throw` that raises an error of PostgreSQL. It does not return: `errfinish` leaves by `longjmp`. */
function raiser(postgres: Postgres): (thrown: number, type: number) => void {
  const raise = (thrown: number, type: number): void => {
    const sentence = `PostGIS gave up: ${wordsOf(postgres, thrown, type)}`;
    const format = postgres.memory().stringToUTF8OnStack(sentence.replaceAll('%', '%%'));
    postgres.exports.errstart(ERROR, 0);
    postgres.exports.errmsg_internal(format, 0);
    postgres.exports.errfinish(0, 0, 0);
  };
  // How Emscripten describes a function of three pointers, for when its address is taken.
  return Object.assign(raise, { sig: 'vppp' });
}

/** `what()` of a `std::exception`, else the mangled name of the type. */
function wordsOf({ exports, functions, memory }: Postgres, thrown: number, type: number): string {
  const compiled = memory();
  const wordAt = (address: number): number => compiled.HEAPU32[address >>> 2] ?? 0;
  const adjusted = compiled.stringToUTF8OnStack('    ');
  compiled.HEAPU32[adjusted >>> 2] = thrown;
  if (exports.__cxa_can_catch(compiled.__ZTISt9exception, type, adjusted) === 0) {
    return compiled.UTF8ToString(wordAt(type + 4));
  }
  const exception = wordAt(adjusted);
  const what = functions.get(wordAt(wordAt(exception) + 4 * WHAT));
  return compiled.UTF8ToString(what(exception));
}
