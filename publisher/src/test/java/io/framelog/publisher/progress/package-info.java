/** Tests. */
@NullMarked
package io.framelog.publisher.progress;

import org.jspecify.annotations.NullMarked;
