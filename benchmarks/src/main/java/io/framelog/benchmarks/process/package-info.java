/** Starts, watches and stops the processes that are measured. */
@NullMarked
package io.framelog.benchmarks.process;

import org.jspecify.annotations.NullMarked;
