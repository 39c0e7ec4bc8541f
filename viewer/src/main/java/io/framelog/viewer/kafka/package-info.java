/** Reading Kafka: one consumer for what is watched, one that looks after everything else. */
@NullMarked
package io.framelog.viewer.kafka;

import org.jspecify.annotations.NullMarked;
