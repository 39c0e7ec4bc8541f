/** Tests. */
@NullMarked
package io.framelog.publisher;

import org.jspecify.annotations.NullMarked;
