/** Tests of bounded executors. */
@NullMarked
package io.framelog.viewer.concurrent;

import org.jspecify.annotations.NullMarked;
