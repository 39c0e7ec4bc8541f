/** Tests of what receivers are told. */
@NullMarked
package io.framelog.viewer.notify;

import org.jspecify.annotations.NullMarked;
