/** The servers that are compared. Each is started as its users start it. */
@NullMarked
package io.framelog.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
