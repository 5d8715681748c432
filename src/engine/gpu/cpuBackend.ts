/** TensorFlow.js's backend in plain JavaScript, which registers itself. Loaded only where it is to run. */
import '@tensorflow/tfjs-backend-cpu';
