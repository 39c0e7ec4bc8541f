/** Writes synthetic streams into Kafka, and reads Kafka without a viewer. */
@NullMarked
package io.framelog.benchmarks.recording;

import org.jspecify.annotations.NullMarked;
