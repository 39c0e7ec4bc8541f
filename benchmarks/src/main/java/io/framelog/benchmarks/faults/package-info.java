/** Faults that are made on purpose, and whether the services keep what {@code docs/reliability.md} promises of each. */
@NullMarked
package io.framelog.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
