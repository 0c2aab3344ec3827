#ifndef DESKBELL_CLIBPQ_SHIM_H
#define DESKBELL_CLIBPQ_SHIM_H

#include <libpq-fe.h>

#endif
