/** The processes that are measured: started, watched, ended. */
@NullMarked
package io.framelog.benchmarks.process;

import org.jspecify.annotations.NullMarked;
