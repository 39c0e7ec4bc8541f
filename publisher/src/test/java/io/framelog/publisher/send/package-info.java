/** Tests. */
@NullMarked
package io.framelog.publisher.send;

import org.jspecify.annotations.NullMarked;
