/** Tests of what decides about records, without Kafka. */
@NullMarked
package io.framelog.viewer.kafka;

import org.jspecify.annotations.NullMarked;
