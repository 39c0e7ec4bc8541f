/** Where the milliseconds go: clocks, the times of a frame's stages, and the lines that tell of them. */
@NullMarked
package io.framelog.latency;

import org.jspecify.annotations.NullMarked;
