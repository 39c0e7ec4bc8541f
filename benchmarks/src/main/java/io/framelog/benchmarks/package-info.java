/** Measures the services beside others on one machine. */
@NullMarked
package io.framelog.benchmarks;

import org.jspecify.annotations.NullMarked;
