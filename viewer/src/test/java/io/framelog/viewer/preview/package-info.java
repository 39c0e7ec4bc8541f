@NullMarked
package io.framelog.viewer.preview;

import org.jspecify.annotations.NullMarked;
