/** Tests of finding faces, with pictures of people and without. */
@NullMarked
package io.framelog.detection.face;

import org.jspecify.annotations.NullMarked;
