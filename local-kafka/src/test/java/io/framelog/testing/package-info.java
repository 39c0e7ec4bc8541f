/** A Kafka broker for the tests of every module: a container where Docker has the image, else local-kafka. */
@NullMarked
package io.framelog.testing;

import org.jspecify.annotations.NullMarked;
