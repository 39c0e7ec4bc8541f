/** Tests. */
@NullMarked
package io.framelog.status;

import org.jspecify.annotations.NullMarked;
