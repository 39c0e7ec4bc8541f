/** A Kafka broker for the tests of all modules: a container if Docker has the image, else local-kafka. */
@NullMarked
package io.framelog.testing;

import org.jspecify.annotations.NullMarked;
