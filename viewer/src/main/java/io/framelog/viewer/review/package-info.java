/** Past events in pages, newest first. */
@NullMarked
package io.framelog.viewer.review;

import org.jspecify.annotations.NullMarked;
