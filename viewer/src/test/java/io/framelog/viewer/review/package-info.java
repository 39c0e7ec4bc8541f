/** Tests of past events in pages. */
@NullMarked
package io.framelog.viewer.review;

import org.jspecify.annotations.NullMarked;
