/** Tests. */
@NullMarked
package io.framelog.publisher.jpeg;

import org.jspecify.annotations.NullMarked;
