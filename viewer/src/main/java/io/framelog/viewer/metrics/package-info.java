/** The viewer's counters and limits, as Prometheus reads them. */
@NullMarked
package io.framelog.viewer.metrics;

import org.jspecify.annotations.NullMarked;
