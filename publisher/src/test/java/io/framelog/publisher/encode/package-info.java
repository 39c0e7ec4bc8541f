/** Tests. */
@NullMarked
package io.framelog.publisher.encode;

import org.jspecify.annotations.NullMarked;
