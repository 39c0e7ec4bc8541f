/** Tests of {@link io.framelog.publisher.http}. */
@NullMarked
package io.framelog.publisher.http;

import org.jspecify.annotations.NullMarked;
