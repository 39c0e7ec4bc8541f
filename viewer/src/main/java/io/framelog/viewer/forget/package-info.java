/** The command {@code viewer forget} and its address: removes a stream from the viewers' lists. */
@NullMarked
package io.framelog.viewer.forget;

import org.jspecify.annotations.NullMarked;
