/** What a frame is, whoever made it and wherever it goes. */
@NullMarked
package io.framelog.frame;

import org.jspecify.annotations.NullMarked;
