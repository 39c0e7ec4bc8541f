/** Encryption, users and their rights: what local-kafka writes for its broker and for its clients. */
@NullMarked
package io.framelog.localkafka.access;

import org.jspecify.annotations.NullMarked;
