/** The past: finds and reads a stream's frames anywhere in the log. */
@NullMarked
package io.framelog.viewer.history;

import org.jspecify.annotations.NullMarked;
