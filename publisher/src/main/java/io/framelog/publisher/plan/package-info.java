/** What streams need of a Kafka cluster. */
@NullMarked
package io.framelog.publisher.plan;

import org.jspecify.annotations.NullMarked;
