/** Tests of finding motion, with made scenes. */
@NullMarked
package io.framelog.detection.motion;

import org.jspecify.annotations.NullMarked;
