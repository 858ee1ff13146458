import { serveProcess } from './process.ts';
import { keepTickShape } from './tickShape.ts';

keepTickShape();
await serveProcess();
