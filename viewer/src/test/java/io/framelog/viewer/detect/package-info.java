@NullMarked
package io.framelog.viewer.detect;

import org.jspecify.annotations.NullMarked;
