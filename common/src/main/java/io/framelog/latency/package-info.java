/** Clocks, the time that each stage of a frame takes, and the log lines that report it. */
@NullMarked
package io.framelog.latency;

import org.jspecify.annotations.NullMarked;
