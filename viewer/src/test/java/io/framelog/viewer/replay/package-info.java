@NullMarked
package io.framelog.viewer.replay;

import org.jspecify.annotations.NullMarked;
