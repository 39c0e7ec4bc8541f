/**
 * Finds motion in small grey pictures of a camera. It knows neither where the pictures come from nor where events go.
 *
 * <p>Each picture is compared with the learnt background and with the picture before the last one, in windows of 6 by 6
 * pixels. What light does to a window (gain, offset, a slope of brightness) is taken out; what is left is a change of
 * structure. Windows that changed more than the noise that was learnt for them form blobs, blobs are followed, and a
 * thing that has come some way is motion.
 */
@NullMarked
package io.framelog.detection.motion;

import org.jspecify.annotations.NullMarked;
