/** Tests of access to Kafka, without Kafka. */
@NullMarked
package io.framelog.viewer.kafka;

import org.jspecify.annotations.NullMarked;
