/** The publisher's metrics for Prometheus, and its health checks. */
@NullMarked
package io.framelog.publisher.metrics;

import org.jspecify.annotations.NullMarked;
