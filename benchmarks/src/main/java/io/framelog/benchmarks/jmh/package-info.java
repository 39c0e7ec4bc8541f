/** The inner loops of both services under JMH. */
@NullMarked
package io.framelog.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
