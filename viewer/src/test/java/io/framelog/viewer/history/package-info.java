@NullMarked
package io.framelog.viewer.history;

import org.jspecify.annotations.NullMarked;
