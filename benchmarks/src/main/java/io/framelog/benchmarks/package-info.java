/** Measures the services and others for comparison, on one machine. */
@NullMarked
package io.framelog.benchmarks;

import org.jspecify.annotations.NullMarked;
