@NullMarked
package io.framelog.viewer.clip;

import org.jspecify.annotations.NullMarked;
