"""The feed, login and generate calls in FastAPI and SQLAlchemy, to compare with: the same statements, the
same answers, the same cost of a password. Asynchronous throughout, with uvloop and orjson, as one would
write it today for speed."""

import asyncio
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.responses import ORJSONResponse
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

PREFIX = "/api/v1"
KEY = os.environ["SECRET_KEY"]

engine = create_async_engine(
    "postgresql+asyncpg://",
    connect_args={
        "host": os.environ["POSTGRES_HOST"],
        "port": int(os.environ["POSTGRES_PORT"]),
        "user": os.environ["POSTGRES_USER"],
        "database": os.environ["POSTGRES_DB"],
    },
    pool_size=8,
    max_overflow=0,
)
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
hashing = ThreadPoolExecutor(1)
app = FastAPI(openapi_url=None)

LATEST = text("""
    select id, path, content_type, created_at, public, owner_id
    from (
      (select * from image
       where public and uploaded and created_at < :before and created_at > :after
       order by created_at desc, id desc limit 100)
      union all
      (select * from image
       where not public and uploaded and created_at < :before and created_at > :after
         and owner_id = (select id from "user" where id = :viewer and is_active)
       order by created_at desc, id desc limit 100)
    ) as page
    order by created_at desc, id desc limit 100
""")
LOGIN = text('select id, password_hash, is_active from "user" where lower(username) = lower(:username)')
GENERATE = text("""
    with owner as (select id from "user" where id = :owner and is_active),
         pending as (select count(*) as images from image
                     where owner_id = :owner and not uploaded and created_at > now() - interval '1 hour'),
         added as (insert into image (id, path, public, owner_id)
                   select :id, :path, :public, owner.id from owner, pending where pending.images < 100
                   returning id)
    select exists (select 1 from added) as added
""")


class Credentials(BaseModel):
    username: str
    password: str


def caller(authorization: str = Header()) -> uuid.UUID:
    try:
        claims = jwt.decode(authorization.removeprefix("Bearer "), KEY, algorithms=["HS256"], options={"require": ["exp", "sub"]})
        return uuid.UUID(claims["sub"])
    except (jwt.InvalidTokenError, ValueError):
        raise HTTPException(401) from None


@app.get(PREFIX + "/health")
async def health():
    return {"success": True}


@app.get(PREFIX + "/feed/latest")
async def latest(before: datetime | None = None, after: datetime | None = None, viewer: uuid.UUID = Depends(caller)):
    before = before or datetime.now(timezone.utc) + timedelta(days=1)
    after = after or datetime.fromtimestamp(0, timezone.utc)
    async with engine.connect() as connection:
        rows = (await connection.execute(LATEST, {"before": before, "after": after, "viewer": viewer})).all()
    results = [
        {
            "id": str(row.id),
            "creator": str(row.owner_id),
            "download_url": f"{PREFIX}/images/media/dev/{row.id}",
            "created_at": row.created_at.strftime("%Y-%m-%d %H:%M:%S.%f+00:00"),
        }
        for row in rows
    ]
    return ORJSONResponse({"success": True, "count": len(results), "results": results})


@app.post(PREFIX + "/auth/login/")
async def login(given: Credentials):
    async with engine.connect() as connection:
        row = (await connection.execute(LOGIN, {"username": given.username})).one_or_none()
    if row is None or not row.is_active:
        raise HTTPException(401)
    try:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(hashing, hasher.verify, row.password_hash, given.password)
    except VerifyMismatchError:
        raise HTTPException(401) from None
    expiry = datetime.now(timezone.utc) + timedelta(days=8)
    token = jwt.encode({"sub": str(row.id), "exp": expiry}, KEY, algorithm="HS256")
    return ORJSONResponse({"access_token": token, "token_type": "bearer"})


@app.post(PREFIX + "/images/upload/{privacy}/generate")
async def generate(privacy: str, owner: uuid.UUID = Depends(caller)):
    if privacy not in ("public", "private"):
        raise HTTPException(422)
    image = uuid.uuid4()
    values = {"id": image, "path": str(image), "public": privacy == "public", "owner": owner}
    async with engine.begin() as connection:
        added = (await connection.execute(GENERATE, values)).scalar_one()
    if not added:
        raise HTTPException(429)
    return ORJSONResponse({"success": True, "id": image, "url": f"{PREFIX}/images/upload/dev/{image}", "fields": {}})
