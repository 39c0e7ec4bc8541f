/** The past: finding and reading a stream's frames at any place of the log. */
@NullMarked
package io.framelog.viewer.history;

import org.jspecify.annotations.NullMarked;
