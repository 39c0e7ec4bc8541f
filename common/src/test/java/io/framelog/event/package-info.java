/** Tests. */
@NullMarked
package io.framelog.event;

import org.jspecify.annotations.NullMarked;
