@NullMarked
package io.framelog.viewer.motion;

import org.jspecify.annotations.NullMarked;
