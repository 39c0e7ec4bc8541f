/** The viewer's metrics for Prometheus. */
@NullMarked
package io.framelog.viewer.metrics;

import org.jspecify.annotations.NullMarked;
