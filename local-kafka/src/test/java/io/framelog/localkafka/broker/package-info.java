/** Tests of the broker's side. */
@NullMarked
package io.framelog.localkafka.broker;

import org.jspecify.annotations.NullMarked;
