/** Tests of local-kafka. */
@NullMarked
package io.framelog.localkafka;

import org.jspecify.annotations.NullMarked;
